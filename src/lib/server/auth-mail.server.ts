import nodemailer from 'nodemailer';
import type { Embedded, SentMail } from './embedded.server';
import type { Env } from './env.server';

/**
 * Mails of the embedded auth server carry a six-digit code in English. They are reworded here in
 * three languages, Kazakh first, because at that moment nobody knows which the reader prefers.
 * A full Supabase uses supabase/templates/*.html, which say the same.
 */
export function authMailText(code: string): { subject: string; text: string } {
	return {
		subject: `${code} — Жалғас коды · код Jalgas · Jalgas code`,
		text: [
			`Жалғасқа кіру кодыңыз: ${code}`,
			'Код бір сағат жарамды. Оны ешкімге айтпаңыз. Егер сіз сұрамаған болсаңыз, бұл хатқа мән бермей-ақ қойыңыз.',
			'',
			`Ваш код для входа в Jalgas: ${code}`,
			'Код действует один час. Никому его не говорите. Если вы его не просили, просто не отвечайте на это письмо.',
			'',
			`Your Jalgas code: ${code}`,
			'It works for one hour. Tell it to nobody. If you did not ask for it, ignore this message.'
		].join('\n')
	};
}

/** Sends one mail of the auth server: by SMTP when configured, else into the demo mailbox. */
export async function deliverAuthMail(mail: SentMail, env: Env, backend: Embedded): Promise<void> {
	const code = /\b\d{6}\b/.exec(mail.text)?.[0];
	const { subject, text } = code ? authMailText(code) : mail;
	if (env.SMTP_URL) {
		const transport = nodemailer.createTransport(env.SMTP_URL);
		try {
			await transport.sendMail({ from: 'Жалғас <no-reply@jalgas.kz>', to: mail.to, subject, text });
		} finally {
			transport.close();
		}
		return;
	}
	await backend.query(
		'insert into private.demo_mailbox (to_address, subject, body) values ($1, $2, $3)',
		[mail.to, subject, text]
	);
}
