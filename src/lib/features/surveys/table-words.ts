import { inLocale } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import type { Row, Table } from './tabulate';
import type { Names } from './types';

const TITLES: Record<Table['id'], () => string> = {
	continuing: m.surveys_t_continuing,
	round: m.surveys_t_round,
	vulnerable: m.surveys_t_vulnerable,
	neet: m.surveys_t_neet,
	region: m.surveys_t_region,
	basis: m.surveys_t_basis,
	other_business: m.surveys_t_other_business
};

const KEYS: Record<string, () => string> = {
	all: m.surveys_r_all,
	'': m.common_unknown,
	yes: m.common_yes,
	no: m.common_no,
	paid: m.surveys_r_paid,
	free: m.surveys_r_free,
	both: m.surveys_r_both,
	none: m.surveys_r_none,
	active: m.surveys_r_active,
	closed: m.surveys_r_closed
};

export const tableTitle = (table: Table): string => TITLES[table.id]();

/** Years and the names of old regions stand for themselves. `regions`: names by code. */
export function rowLabel(table: Table, row: Row, regions: Record<string, Names>): string {
	if (table.id === 'region') {
		const names = Object.hasOwn(regions, row.key) ? regions[row.key] : undefined;
		return names ? inLocale(names) : row.key || m.common_region_unknown();
	}
	return Object.hasOwn(KEYS, row.key) ? (KEYS[row.key] as () => string)() : row.key;
}

/** Who stands behind a table's percentages. */
export const baseWords = (table: Table): string =>
	table.id === 'basis'
		? m.surveys_b_basis()
		: table.id === 'other_business'
			? m.surveys_b_other_business()
			: m.surveys_b_continuing();

/** Whether a table's rows are answers to one question, and not parts of a split. */
export const hasAnswers = (table: Table): boolean =>
	table.id === 'basis' || table.id === 'other_business';
