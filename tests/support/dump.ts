import type { TestBackend } from './test-backend';

/** All that the database holds, as one text; bytea as the text in it. */
export async function dump({ sql }: TestBackend): Promise<string> {
	const columns = await sql<{ table: string; column: string; type: string }>(
		`select format('%I.%I', table_schema, table_name) as table, column_name as column, data_type as type
		 from information_schema.columns where table_schema in ('public', 'private', 'auth')
		 and data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'tsvector', 'inet')`
	);
	const texts: string[] = [];
	for (const { table, column, type } of columns) {
		const value = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
		const rows = await sql<{ text: string }>(
			`select ${value} as text from ${table} where "${column}" is not null`
		);
		texts.push(...rows.map((row) => `${table}.${column}: ${row.text}`));
	}
	return texts.join('\n');
}

/** Which of these marks stand in a text. */
export const found = (text: string, marks: Record<string, string>): string[] =>
	Object.entries(marks)
		.filter(([, mark]) => text.includes(mark))
		.map(([place]) => place);
