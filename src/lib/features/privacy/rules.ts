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

/** The fields of a record that a person reads: those that say something. */
export const readable = (record: Record<string, unknown>): [string, unknown][] =>
	Object.entries(record).filter(
		([name, value]) =>
			!FOR_PROGRAMS.test(name) &&
			value !== null &&
			value !== '' &&
			!(Array.isArray(value) && value.length === 0)
	);
