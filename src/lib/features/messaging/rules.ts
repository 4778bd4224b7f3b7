/** Decisions about a message that did not go out. Nothing but their arguments is needed. */

/** What nodemailer's errors carry: https://nodemailer.com/errors. */
export interface SendFailure {
	/** EENVELOPE, EMESSAGE, ECONNECTION, ETIMEDOUT, ESOCKET, EAUTH … */
	code?: string;
	/** Whether the server had begun to take the letter. */
	handedOver?: boolean;
	/** The server's reply code, where it replied. */
	responseCode?: number;
	/** The SMTP command that was answered: MAIL FROM, RCPT TO, DATA … */
	command?: string;
}

/**
 * - `failed`: the server refused this letter or this address for good (5xx).
 * - `retry`: nothing was handed over, so trying again cannot send it twice. A refused log-in is
 *   ours to mend and no letter's fault.
 * - `uncertain`: the line broke after the letter was handed over and before the answer.
 */
export type Setback = 'failed' | 'retry' | 'uncertain';

export function setbackOf({ code, handedOver, responseCode }: SendFailure): Setback {
	const aboutTheLetter = code === 'EENVELOPE' || code === 'EMESSAGE';
	if (responseCode) return responseCode >= 500 && aboutTheLetter ? 'failed' : 'retry';
	if (code === 'EENVELOPE') return 'failed';
	return handedOver ? 'uncertain' : 'retry';
}
