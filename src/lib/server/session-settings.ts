/**
 * Who asks, told to the database in one statement. The library sets each value by a statement of its own,
 * ten before every page: as much work for a small server as the page itself.
 */

/** Of the library's query builder what is used here: a statement that is compiled already. */
interface Transaction {
	executeQuery: (statement: object) => Promise<unknown>;
}

interface SessionContext {
	auth?: { role?: string; uid?: unknown; jwt?: unknown };
	storage?: { operation?: unknown };
}
interface RpcRequest {
	method: string;
	path: string;
	requestHeaders?: Record<string, string>;
}

/** Sets the settings of one transaction; one text, so that it is planned once a connection. */
const settingsOf = (...names: string[]): string =>
	`select ${names.map((name, i) => `set_config('${name}', $${i + 1}, true)`).join(', ')}`;

export const SESSION_SETTINGS = settingsOf(
	'request.jwt.claim.sub',
	'request.jwt.claim.role',
	'request.jwt.claims',
	'storage.operation',
	'role'
);
export const REQUEST_SETTINGS = settingsOf(
	'response.status',
	'response.headers',
	'request.method',
	'request.path',
	'request.headers'
);

const set = async (transaction: Transaction, sql: string, parameters: string[]) =>
	void (await transaction.executeQuery({
		sql,
		parameters,
		query: { kind: 'RawNode', sqlFragments: [sql], parameters: [] },
		queryId: { queryId: sql }
	}));

/** Stands in the place of the library's two methods that do the same; what they set is what it expects. */
export const sessionSettings = {
	applyJwtSessionContext: (
		transaction: Transaction,
		{ auth, storage }: SessionContext
	): Promise<void> => {
		const role = auth?.role || 'anon';
		const claims = auth?.jwt;
		return set(transaction, SESSION_SETTINGS, [
			String(auth?.uid ?? ''),
			role,
			claims && typeof claims === 'object' ? JSON.stringify(claims) : '',
			String(storage?.operation ?? ''),
			role
		]);
	},
	applyRpcRequestGucs: (transaction: Transaction, request: RpcRequest): Promise<void> =>
		set(transaction, REQUEST_SETTINGS, [
			'',
			'',
			request.method,
			request.path,
			JSON.stringify(request.requestHeaders ?? {})
		])
};
