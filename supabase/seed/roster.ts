/** A roster as offices send it: everybody of the grant in one table, with what goes wrong in such tables. */
import { makeName } from './names.ts';
import { PLACES } from './places.ts';
import { byShare, stream } from './rng.ts';
import { COLUMNS, FAULTS, OLD_NAMES, type Column } from './roster-faults.ts';

export const ROSTER_ROWS = 9695;
const [ROUNDS, COPIES, TORN, DOUBLES] = [100, 40, 10, 20];
const FIRST_ROWS = ROSTER_ROWS - ROUNDS - COPIES - TORN - DOUBLES;
/** One row in so many is spoiled: three of a hundred. */
const EVERY = 33;

export interface DirtyRoster {
	rows: string[][];
	/** What an import into an empty registry must say. */
	expected: {
		people: number;
		rounds: number;
		duplicate: number;
		/** Rows as a spreadsheet counts them, with column and reason. */
		wrong: { row: number; field: Column; reason: string }[];
		/** The region of today of everybody whose row names a district. */
		places: Map<string, string>;
	};
}

type Cells = Record<Column, string>;

/** One number, as five people type it. */
function typedPhone(index: number): string {
	const digits = `701${String(2_000_000 + index)}`;
	const [, a, b, c, d] = /^(...)(...)(..)(..)$/.exec(digits) as unknown as string[];
	return [
		`8${digits}`,
		`+7${digits}`,
		`8 (${a}) ${b}-${c}-${d}`,
		`7${digits}`,
		`8-${a}-${b}-${c}-${d}`
	][index % 5] as string;
}

function cleanRow(index: number): { cells: Cells; code: string } {
	const rng = stream('roster', index);
	const place = byShare(PLACES, rng.next());
	const gender = rng.chance(0.6) ? 'female' : 'male';
	const names = OLD_NAMES[place.legacy] ?? [place.legacy];
	const district = rng.chance(0.05) ? '' : (rng.pick(place.rural)?.[index % 2] ?? '');
	const team = Math.floor(index / 4);
	const cells: Cells = {
		registry_no: `R-${String(index + 1).padStart(5, '0')}`,
		full_name: index % 50 === 3 ? '' : makeName(rng, 'kazakh', gender, index % 2 ? 'ru' : 'kk'),
		gender: gender === 'female' ? rng.pick(['ж', 'әйел', 'жен.']) : rng.pick(['м', 'ер', 'муж.']),
		birth_year: rng.chance(0.5) ? String(rng.int(1990, 2004)) : `03.05.${rng.int(1990, 2004)}`,
		phone: typedPhone(index),
		email: rng.chance(0.4) ? `Person${index}@Mail.kz` : '',
		region: rng.pick(names),
		district,
		settlement: district ? rng.pick(['село', 'ауыл']) : '',
		round: String(2017 + (team % 4)),
		role: index % 4 === 0 ? rng.pick(['лидер', 'жетекші']) : rng.pick(['участник', 'қатысушы']),
		subproject_no: `RS-${team}`,
		subproject_title: `«Еңбек»; ${team}`,
		vulnerable: rng.pick(['1', '0', 'иә', 'нет', '']),
		language: index % 2 ? 'ru' : ''
	};
	return { cells, code: place.code };
}

const isSpoiled = (index: number) => index % EVERY === 7;
/** Clean rows that the rows at the end repeat, each in its own way. */
const source = (n: number) => n * EVERY + 20;

/** The same roster each time; its rows stand below one row of column names. */
export function dirtyRoster(): DirtyRoster {
	const made = Array.from({ length: FIRST_ROWS }, (_, index) => cleanRow(index));
	const wrong: DirtyRoster['expected']['wrong'] = [];
	const places = new Map<string, string>();
	made.forEach(({ cells, code }, index) => {
		const fault = FAULTS[Math.floor(index / EVERY) % FAULTS.length];
		if (isSpoiled(index) && fault) {
			cells[fault.column] = fault.text;
			wrong.push({ row: index + 2, field: fault.column, reason: fault.reason });
		} else if (cells.district) places.set(cells.registry_no, code);
	});
	const rows = made.map(({ cells }) => cells);
	const again = (from: number, count: number, change: (cells: Cells) => Partial<Cells>) => {
		for (let n = from; n < from + count; n++) {
			const cells = rows[source(n)] as Cells;
			rows.push({ ...cells, ...change(cells) });
		}
	};
	again(0, ROUNDS, ({ round }) => ({
		round: String(Number(round) === 2020 ? 2017 : Number(round) + 1),
		...{ role: 'участник', subproject_no: '', subproject_title: '' }
	}));
	again(ROUNDS, COPIES, () => ({}));
	const torn = rows.length;
	again(ROUNDS + COPIES, TORN, () => ({ full_name: 'Басқа Адам' }));
	for (let n = 0; n < TORN; n++)
		for (const at of [source(ROUNDS + COPIES + n), torn + n]) {
			wrong.push({ row: at + 2, field: 'full_name', reason: 'differs_from_row' });
			places.delete((rows[at] as Cells).registry_no);
		}
	again(ROUNDS + COPIES + TORN, DOUBLES, ({ registry_no }) => ({
		registry_no: `${registry_no}-2`
	}));
	const spoiled = wrong.length - 2 * TORN;
	return {
		rows: rows.map((cells) => COLUMNS.map((column) => cells[column])),
		expected: {
			people: FIRST_ROWS - spoiled - TORN + DOUBLES,
			...{ rounds: ROUNDS, duplicate: COPIES, wrong, places }
		}
	};
}
