/** The part of autocannon that the benchmark uses; the package brings no types. */
declare module 'autocannon' {
	interface Result {
		requests: { average: number };
		/** Milliseconds. */
		latency: { p99: number };
		non2xx: number;
		errors: number;
	}
	export default function autocannon(options: {
		url: string;
		connections: number;
		/** Seconds. */
		duration: number;
		headers?: Record<string, string>;
	}): Promise<Result>;
}
