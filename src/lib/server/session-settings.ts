/**
 * Who asks, told to the database in one statement. The library sets each value by a statement of its own,
 * ten before every page: as much work for a small server as the page itself.
 */

/** Of the library's query builder what is used here. */
interface Builder {
	fn: (name: string, values: unknown[]) => { as: (alias: string) => unknown };
	val: (value: unknown) => unknown;
}
interface Transaction {
	selectNoFrom: (columns: (builder: Builder) => unknown[]) => { execute: () => Promise<unknown> };
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

const set = async (transaction: Transaction, settings: [name: string, value: string][]) =>
	void (await transaction
		.selectNoFrom(({ fn, val }) =>
			settings.map(([name, value], i) =>
				fn('set_config', [val(name), val(value), val(true)]).as(`s${i}`)
			)
		)
		.execute());

/** Stands in the place of the library's two methods that do the same; what they set is what it expects. */
export const sessionSettings = {
	applyJwtSessionContext: async (
		transaction: Transaction,
		{ auth, storage }: SessionContext
	): Promise<void> => {
		const role = auth?.role || 'anon';
		const claims = auth?.jwt;
		await set(transaction, [
			['request.jwt.claim.sub', String(auth?.uid ?? '')],
			['request.jwt.claim.role', role],
			['storage.operation', String(storage?.operation ?? '')],
			...(claims && typeof claims === 'object'
				? [['request.jwt.claims', JSON.stringify(claims)] as [string, string]]
				: []),
			['role', role]
		]);
	},
	applyRpcRequestGucs: (transaction: Transaction, request: RpcRequest): Promise<void> =>
		set(transaction, [
			['response.status', ''],
			['response.headers', ''],
			['request.method', request.method],
			['request.path', request.path],
			['request.headers', JSON.stringify(request.requestHeaders ?? {})]
		])
};
