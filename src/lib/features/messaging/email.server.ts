import { Readable } from 'node:stream';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { smtpOutcome, type SmtpFailure } from './rules';
import type { Channel, Message } from './types';

const FROM = 'Жалғас <no-reply@jalgas.kz>';
const CONNECTIONS = 5;

/** Says whether the server had begun to take the letter; nodemailer's own errors do not tell. */
interface Journey {
	begun: boolean;
}
type Letter = SendMailOptions & { journey: Journey };

/** E-mail over SMTP: a few connections that are kept, and patience with an end. */
export function emailChannel(smtpUrl: string): Channel {
	const transport = nodemailer.createTransport({
		url: smtpUrl,
		pool: true,
		maxConnections: CONNECTIONS,
		// A letter whose line broke must not leave again by itself: it may have arrived.
		maxRequeues: 0,
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 30_000
	});
	transport.use('stream', (mail, done) => {
		const { journey } = mail.data as Letter;
		const open = mail.message.createReadStream.bind(mail.message);
		// Read for the first time when the server has answered DATA, not before; and in one piece, for
		// every piece of a letter is a packet of its own.
		mail.message.createReadStream = (() =>
			Readable.from(
				(async function* () {
					journey.begun = true;
					const pieces: Buffer[] = [];
					for await (const piece of open()) pieces.push(piece as Buffer);
					yield Buffer.concat(pieces);
				})()
			)) as typeof open;
		done();
	});
	return {
		name: 'email',
		send: async (message) => {
			const journey: Journey = { begun: false };
			try {
				await transport.sendMail({ ...letterOf(message), journey } as Letter);
				return { is: 'sent' };
			} catch (cause) {
				return smtpOutcome(cause as SmtpFailure, journey.begun);
			}
		},
		close: () => transport.close()
	};
}

const letterOf = ({ id, to, locale, subject, body, unsubscribeUrl }: Message): SendMailOptions => ({
	from: FROM,
	to,
	subject,
	text: body,
	// The same message keeps its id when it is tried again, so that a mailbox can drop a twin.
	messageId: `<${id}@jalgas.kz>`,
	headers: {
		'Content-Language': locale,
		'Auto-Submitted': 'auto-generated',
		// RFC 8058: the mail program itself offers the one tap.
		...(unsubscribeUrl && {
			'List-Unsubscribe': `<${unsubscribeUrl}>`,
			'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
		})
	}
});
