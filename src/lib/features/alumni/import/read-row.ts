import type { Field, Mapping } from './columns';
import type { Place, Vocabulary } from './regions';
import { regionReader } from './regions';
import synonyms from './synonyms.json' with { type: 'json' };
import * as read from './values';
import { wordsOf } from './words';

/** A well-formed row, named as the database takes it. Absent means that the roster does not say. */
export interface RegistryRow {
	/** As the spreadsheet counts: the first row is 1. */
	row_no: number;
	registry_no: string;
	full_name?: string;
	gender?: 'female' | 'male';
	birth_year?: number;
	phone?: string;
	email?: string;
	region_code?: string;
	legacy_region?: string;
	district?: string;
	settlement?: 'village' | 'town' | 'city';
	round?: number;
	role?: 'leader' | 'member';
	subproject_no?: string;
	subproject_title?: string;
	direction?: string;
	vulnerable?: boolean;
	neet?: boolean;
	disability?: boolean;
	locale?: 'kk' | 'ru' | 'en';
}

export interface Finding {
	row_no: number;
	kind: 'wrong' | 'conflict' | 'kept' | 'duplicate' | 'warning';
	field: Field | '';
	value: string;
	reason: string;
	other?: string;
}

/** What a spreadsheet writes where a formula failed. */
const isSheetError = (text: string) => synonyms.sheetErrors.includes(text.toUpperCase());

/** Reads rows by a mapping: each becomes a well-formed row, or the findings that say what is wrong. */
export function rowReader(mapping: Mapping, vocabulary: Vocabulary) {
	const region = regionReader(vocabulary);
	const wider = new Map<string | null, string>(
		vocabulary.legacy.filter(([, , split]) => split).map(([name, code]) => [code, name])
	);
	const directions = new Map(
		vocabulary.directions.flatMap(([code, ...names]) =>
			[code, ...names].map((name) => [wordsOf(name), code] as const)
		)
	);
	const readers: Record<Field, (text: string) => read.Read<unknown>> = {
		registry_no: read.readText(40),
		full_name: read.readText(200),
		gender: read.readGender,
		birth_year: read.readBirthYear,
		phone: read.readPhone,
		email: read.readEmail,
		region,
		district: read.readText(120),
		settlement: read.readSettlement,
		round: read.readRound,
		role: read.readRole,
		subproject_no: read.readText(40),
		subproject_title: read.readText(200),
		direction: (text) => {
			const code = directions.get(wordsOf(text));
			return code ? { value: code } : { wrong: 'direction' };
		},
		vulnerable: read.readFlag,
		neet: read.readFlag,
		disability: read.readFlag,
		language: read.readLanguage
	};

	return (cells: readonly string[], rowNo: number) => {
		const texts = textsOf(cells, mapping);
		const findings: Finding[] = [];
		const wrong = (field: Finding['field'], value: string, reason: string) =>
			findings.push({ row_no: rowNo, kind: 'wrong', field, value, reason });
		const values: Record<string, unknown> = { row_no: rowNo };

		const extra = cells.slice(mapping.length).find((cell) => cell !== '');
		if (extra !== undefined) wrong('', extra, 'extra_cell');
		for (const [field, text] of texts) {
			const answer = isSheetError(text) ? { wrong: 'sheet_error' } : readers[field](text);
			if ('wrong' in answer) wrong(field, text, answer.wrong);
			else values[field] = answer.value;
		}
		for (const field of missing(texts)) wrong(field, '', 'required');
		if (findings.length > 0) return { row: null, findings, narrowed: false };

		const place = values.region as Place | undefined;
		delete values.region;
		if (place?.code) values.region_code = place.code;
		if (place?.legacy) values.legacy_region = place.legacy;
		// The wider sense stands beside it: the district may say that it is meant.
		if (place?.narrowed) values.legacy_region = wider.get(place.code);
		if (values.language) values.locale = values.language;
		delete values.language;
		return {
			row: values as unknown as RegistryRow,
			findings,
			narrowed: place?.narrowed ?? false
		};
	};
}

/** The texts of a row by field; parts of a name are joined. Empty cells are left out. */
function textsOf(cells: readonly string[], mapping: Mapping): Map<Field, string> {
	const texts = new Map<Field, string>();
	mapping.forEach((field, at) => {
		// The mark that our own exports put before what a spreadsheet would take for a formula.
		const text = (cells[at] ?? '').replace(/^'(?=[=+\-@])/, '');
		if (!field || text === '') return;
		const before = texts.get(field);
		texts.set(field, before === undefined ? text : `${before} ${text}`);
	});
	return texts;
}

/** A row must say who; a round needs a role and the other way round; a title needs its number. */
function missing(texts: Map<Field, string>): Field[] {
	const fields: Field[] = [];
	if (!texts.has('registry_no')) fields.push('registry_no');
	if (texts.has('round') && !texts.has('role')) fields.push('role');
	const needsRound = texts.has('role') || texts.has('subproject_no');
	if (needsRound && !texts.has('round')) fields.push('round');
	if (texts.has('subproject_title') && !texts.has('subproject_no')) fields.push('subproject_no');
	return fields;
}
