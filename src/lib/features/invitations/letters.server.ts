import { encodeQR } from 'qr';
import type { Locale } from '$lib/i18n';
import { route } from '$lib/route';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import { inGroups, strokesPath } from './rules';

interface StoredLetter {
	id: string;
	code: string;
	until: string;
	name: string;
	registryNo: string;
	district: string | null;
	region: Record<Locale, string> | null;
	rounds: number[];
}

/** A letter as it is printed. */
export interface Letter extends Omit<StoredLetter, 'code' | 'until'> {
	/** In groups: 7K3M-9QX-2VD. */
	code: string;
	/** In figures, which both of its languages read. */
	until: string;
	/** Of the code's QR: how many squares a side, and the dark ones as strokes. */
	qr: { size: number; path: string };
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

function printed({ code, until, ...letter }: StoredLetter, origin: string): Letter {
	// The quiet border belongs to the code: without it cameras miss it on a busy page.
	const rows = encodeQR(route.printedInvitation(origin, code), 'raw', { border: 4 });
	return {
		...letter,
		code: inGroups(code),
		until: inFigures.format(new Date(until)),
		qr: { size: rows.length, path: strokesPath(rows) }
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
