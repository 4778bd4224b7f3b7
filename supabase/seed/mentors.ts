/** Who offers to be asked about their trade; it shows only while a project of theirs goes on. */
import { agrees } from './contacts.ts';
import type { Person } from './people.ts';
import { PROFILE_WORDS } from './profile-words.ts';
import type { Row } from './render.ts';
import { days, spread, stream } from './rng.ts';

const EXPERT = 'expert@demo.kz';

function offer(person: Person, now: Date): Row {
	const rng = stream('mentor', person.index);
	const tags = PROFILE_WORDS[person.direction ?? 'other']?.tags ?? [];
	const at = days(now, -rng.int(1, 90));
	return {
		person_id: person.id,
		directions: person.email === EXPERT ? ['poultry', 'livestock'] : [person.direction ?? 'other'],
		topics: rng
			.some(tags, 2)
			.map((tag) => tag[person.locale === 'kk' ? 0 : 1])
			.join(', '),
		monthly_limit: rng.int(1, 5),
		paused: rng.chance(0.1),
		created_at: at,
		updated_at: at
	};
}

export const mentorRows = (people: Person[], now: Date): Row[] =>
	people
		.filter(
			(person) =>
				person.email === EXPERT ||
				(person.email && spread(person.index, 3) < 0.2 && agrees(person, 'directory', now))
		)
		.map((person) => ({
			...offer(person, now),
			...(person.email === EXPERT ? { topics: 'инкубатор таңдау, жем құрамы', paused: false } : {})
		}));
