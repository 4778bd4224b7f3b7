const NAMED: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;'
};

/** What XML 1.0 cannot hold in any spelling. */
const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** A text as it may stand between tags or in an attribute. */
export const escapeXml = (text: string): string =>
	text.replace(IMPOSSIBLE, '').replace(/[&<>"']/g, (sign) => NAMED[sign] as string);

/** An XML document that caches may keep for so many seconds. */
export const xml = (type: string, body: string, seconds: number): Response =>
	new Response(`<?xml version="1.0" encoding="utf-8"?>\n${body}\n`, {
		headers: {
			'content-type': `${type}; charset=utf-8`,
			'cache-control': `public, max-age=${seconds}`
		}
	});
