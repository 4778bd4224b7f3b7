import type { Reroute } from '@sveltejs/kit';
import { isLocale } from '$lib/i18n';

/** Routes are written once, without the language that every address begins with. */
export const reroute: Reroute = ({ url }) => {
	const [, first, ...rest] = url.pathname.split('/');
	return isLocale(first) ? `/${rest.join('/')}` : url.pathname;
};
