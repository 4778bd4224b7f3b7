import { plain } from '$lib/markdown/plain';
import type { Guide, Step } from './types';

/** A guide as schema.org's HowTo, in an element that no text can end. Without names, as questions are. */
export function structuredGuide(guide: Guide, address: string): string {
	const json = JSON.stringify({
		'@context': 'https://schema.org',
		'@type': 'HowTo',
		name: guide.title,
		description: plain(guide.introText).trim(),
		inLanguage: guide.locale,
		dateModified: guide.checkedAt,
		url: address,
		step: guide.steps
			.filter((step): step is Step => !step.isGone)
			.map((step, i) => ({
				'@type': 'HowToStep',
				position: i + 1,
				name: step.heading,
				text: plain(step.text).trim(),
				inLanguage: step.locale,
				url: `${address}#${step.answer}`
			}))
	}).replace(/</g, '\\u003c');
	return `<script type="application/ld+json">${json}</` + 'script>';
}
