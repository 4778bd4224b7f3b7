/** The word that holds on a purpose: the newest, out of a list that begins with the newest. */
export const holding = <Consent extends { purpose: string }>(
	consents: readonly Consent[],
	purpose: Consent['purpose']
): Consent | null => consents.find((consent) => consent.purpose === purpose) ?? null;

/** Whether the words have changed since this was agreed to: then they are asked anew. */
export const isOutdated = (
	consent: { granted: boolean; textVersion: string } | null,
	version: string
): boolean => consent !== null && consent.granted && consent.textVersion !== version;

/** Names in the archive that hold nothing for a reader, only for programs. */
const FOR_PROGRAMS = /^(id|.*_id|name|region_code|disposition|file|.*_version)$/;

/** The database gives names in no order: what a record is about comes first, its moments last. */
const FIRST = 'full_name registry_no purpose title programme subject kind value body note'.split(
	' '
);
const place = (name: string): number =>
	FIRST.includes(name) ? FIRST.indexOf(name) : /(^|_)at$/.test(name) ? 1000 : 100;

/** The fields of a record that a person reads: those that say something, in the order of reading. */
export const readable = (record: Record<string, unknown>): [string, unknown][] =>
	Object.entries(record)
		.filter(
			([name, value]) =>
				!FOR_PROGRAMS.test(name) &&
				value !== null &&
				value !== '' &&
				!(Array.isArray(value) && value.length === 0)
		)
		.sort(([a], [b]) => place(a) - place(b));
