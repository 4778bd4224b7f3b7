import { encodeQR } from 'qr';
import type { Locale } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import { route } from '$lib/route';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import { inGroups, shareLinks, strokesPath, type ShareLink } from './rules';

interface StoredLetter {
	id: string;
	code: string;
	until: string;
	name: string;
	registryNo: string;
	district: string | null;
	region: Record<Locale, string> | null;
	rounds: number[];
	locale: Locale;
	phone: string | null;
}

/** A letter as it is printed. */
export interface Letter extends Omit<StoredLetter, 'code' | 'until' | 'locale' | 'phone'> {
	/** In groups: 7K3M-9QX-2VD. */
	code: string;
	/** In figures, which both of its languages read. */
	until: string;
	/** Of the code's QR: how many squares a side, and the dark ones as strokes. */
	qr: { size: number; path: string };
	/** The same invitation from the officer's own phone, in the person's language. */
	share: ShareLink[];
}

export interface LetterBatch {
	office: string;
	at: string;
	/** Letters that are left out: their people have joined, or their codes no longer work. */
	used: number;
	dead: number;
	letters: Letter[];
}

const inFigures = new Intl.DateTimeFormat('ru-KZ', {
	day: '2-digit',
	month: '2-digit',
	year: 'numeric',
	timeZone: 'Asia/Almaty'
});

function printed(stored: StoredLetter, origin: string): Letter {
	const { code, until, locale, phone, ...letter } = stored;
	const link = route.printedInvitation(origin, code);
	// The quiet border belongs to the code: without it cameras miss it on a busy page.
	const rows = encodeQR(link, 'raw', { border: 4 });
	return {
		...letter,
		code: inGroups(code),
		until: inFigures.format(new Date(until)),
		qr: { size: rows.length, path: strokesPath(rows) },
		share: shareLinks(m.invitations_share_text({ name: letter.name }, { locale }), link, phone)
	};
}

/** A stack of letters, ready to print; null where it is not theirs. `origin` is this site's. */
export async function readLetters(
	db: Db,
	id: string,
	origin: string
): Promise<{ viewer: Viewer | null; batch: LetterBatch } | null> {
	const page = unwrap(await db.rpc('page_letter_batch', { p_id: id })) as {
		viewer: Viewer | null;
		batch?: Omit<LetterBatch, 'letters'> & { letters: StoredLetter[] };
	} | null;
	if (!page) return null;
	const { batch = { office: '', at: '', used: 0, dead: 0, letters: [] } } = page;
	const letters = batch.letters.map((letter) => printed(letter, origin));
	return { viewer: page.viewer, batch: { ...batch, letters } };
}
