/** A letter that waits for the graduate of the demo, so that the page of messages is not empty. */
import { agrees } from './contacts.ts';
import type { Person } from './people.ts';
import type { Piece } from './render.ts';
import { days } from './rng.ts';

const THREAD = '00000000-0000-7000-8000-00000000a001';
const MESSAGE = '00000000-0000-7000-8000-00000000a002';
const WORDS =
	'Сәлеметсіз бе! Мен де ауылда тігін тігемін. Мектеп формасына алғашқы тапсырысты қалай алғаныңызды айтып бере аласыз ба?';

export function talkPieces(people: Person[], now: Date): Piece[] {
	const graduate = people.find((person) => person.email === 'graduate@demo.kz');
	const writer = people.find(
		(person) =>
			person.email &&
			person.locale === 'kk' &&
			person.gender === 'female' &&
			person.direction === 'sewing' &&
			person.birthYear < 2005 &&
			person !== graduate &&
			agrees(person, 'directory', now)
	);
	if (!graduate || !writer) return [];
	const at = days(now, -2);
	return [
		{
			table: 'public.contact_requests',
			rows: [
				{
					id: THREAD,
					from_person: writer.id,
					to_person: graduate.id,
					last_at: at,
					idempotency_key: THREAD,
					created_at: at
				}
			]
		},
		{
			table: 'public.contact_messages',
			rows: [
				{
					id: MESSAGE,
					request_id: THREAD,
					part: 'from',
					body: WORDS,
					idempotency_key: THREAD,
					created_at: at
				}
			]
		}
	];
}
