const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text out of an address or a form can be an id at all; the database is not asked otherwise. */
export const isId = (text: string | null | undefined): text is string => UUID.test(text ?? '');
