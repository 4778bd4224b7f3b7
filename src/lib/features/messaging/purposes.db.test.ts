import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { emailChannel } from './email.server';
import { sendDue } from './outbox.server';

const backend = useTestBackend();
const ORIGIN = 'https://jalgas.test';

interface Purpose {
	purpose: string;
	urgent: boolean;
	topic: string | null;
	notice: boolean;
	digest: boolean;
}
const purposes = () =>
	backend.sql<Purpose>(
		'select purpose, urgent, topic, notice, digest from private.message_purposes order by 1'
	);

/** Sends one letter of every purpose to one person, over SMTP; each as it arrived, by its purpose. */
async function letters(): Promise<Map<string, string>> {
	const arrived = new Map<string, string>();
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, { envelope }, done) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const [purpose] = (envelope.rcptTo[0]?.address ?? '').split('@');
				// Soft line breaks of quoted-printable hold no words.
				const text = Buffer.concat(chunks).toString().replaceAll('=\r\n', '');
				arrived.set(purpose ?? '', text.replaceAll('=3D', '='));
				done();
			});
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server.server, 'listening');
	const { port } = server.server.address() as AddressInfo;
	const channel = emailChannel(`smtp://127.0.0.1:${port}`);
	const { personId } = await backend.alumnus();
	await backend.sql(
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body)
		 select $1, 'email', p.purpose || '@test.kz', p.purpose, $2, 'ru', 'Subject', 'Body'
		 from private.message_purposes p`,
		[personId, randomUUID()]
	);
	await sendDue(backend.service as never, { channels: [channel], origin: ORIGIN });
	channel.close();
	await new Promise<void>((done) => server.close(done));
	return arrived;
}

it('every message that was not asked for ends with one tap, in its words and for mail programs', async () => {
	const [known, arrived] = [await purposes(), await letters()];
	expect([...arrived.keys()].sort()).toEqual(known.map(({ purpose }) => purpose));
	for (const { purpose, topic } of known) {
		const letter = arrived.get(purpose) ?? '';
		const link = /^List-Unsubscribe: <(.+\/u\/[0-9a-f]{32})>/m.exec(letter)?.[1];
		expect(Boolean(link), purpose).toBe(topic !== null);
		expect(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m.test(letter), purpose).toBe(
			topic !== null
		);
		const [, body = ''] = letter.split(/\r\n\r\n(.*)/s);
		const words = /^Content-Transfer-Encoding: base64/im.test(letter)
			? Buffer.from(body, 'base64').toString()
			: body;
		expect(words.includes('/u/'), purpose).toBe(topic !== null);
		if (link) expect(words, purpose).toContain(link);
	}
});

it('codes ring at night, are no notice and wait for no digest', async () => {
	const known = await purposes();
	for (const { purpose, urgent, topic, notice, digest } of known)
		if (urgent) expect([purpose, topic, notice, digest]).toEqual([purpose, null, false, false]);
	// What may wait can be ended: nobody is left with a digest that they cannot leave.
	for (const { purpose, topic, notice, digest } of known)
		if (digest) expect([purpose, topic === null, notice]).toEqual([purpose, false, true]);
});

it('every purpose that a function queues says how it is treated', async () => {
	const texts = await backend.sql<{ purpose: string }>(
		`select key as purpose from private.mail_texts where key <> 'unsubscribe'
		 union select purpose from private.message_templates order by 1`
	);
	const known = (await purposes()).map(({ purpose }) => purpose);
	expect(texts.map(({ purpose }) => purpose).filter((one) => !known.includes(one))).toEqual([]);
});
