import { Readable } from 'node:stream';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import type { Channel } from './types';

const FROM = 'Жалғас <no-reply@jalgas.kz>';

/** Says whether the server had begun to take the letter; nodemailer's own errors do not tell. */
interface Journey {
	begun: boolean;
}
type Letter = SendMailOptions & { journey: Journey };

/** E-mail over SMTP: one connection that is kept, and patience with an end. */
export function emailChannel(smtpUrl: string): Channel {
	const transport = nodemailer.createTransport({
		url: smtpUrl,
		pool: true,
		maxConnections: 1,
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 30_000
	});
	transport.use('stream', (mail, done) => {
		const { journey } = mail.data as Letter;
		const open = mail.message.createReadStream.bind(mail.message);
		// Read for the first time when the server has answered DATA, not before.
		mail.message.createReadStream = (() =>
			Readable.from(
				(async function* () {
					journey.begun = true;
					yield* open();
				})()
			)) as typeof open;
		done();
	});
	return {
		send: async (message) => {
			const journey: Journey = { begun: false };
			const letter: Letter = {
				journey,
				from: FROM,
				to: message.to,
				subject: message.subject,
				text: message.body,
				// The same message keeps its id when it is tried again, so that a mailbox can drop a twin.
				messageId: `<${message.id}@jalgas.kz>`,
				headers: { 'Content-Language': message.locale, 'Auto-Submitted': 'auto-generated' }
			};
			try {
				await transport.sendMail(letter);
			} catch (cause) {
				throw Object.assign(cause as Error, { handedOver: journey.begun });
			}
		},
		close: () => transport.close()
	};
}
