import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { databaseTypes } from '../../scripts/lib/database-types';
import { useTestBackend } from '../support/test-backend';

const backend = useTestBackend();

it('src/lib/database.types.ts is what the migrations say (npm run db:types writes it)', async () => {
	const written = readFileSync('src/lib/database.types.ts', 'utf8');
	expect(await databaseTypes((sql) => backend.sql(sql))).toBe(written);
});
