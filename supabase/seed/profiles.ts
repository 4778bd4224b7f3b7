/** What about half of those in the directory tell of themselves. */
import { agrees } from './contacts.ts';
import type { Person } from './people.ts';
import { PROFILE_WORDS } from './profile-words.ts';
import type { Row } from './render.ts';
import { days, spread, stream } from './rng.ts';

const HELP = ['customers', 'knowledge', 'mentor', 'papers', 'equipment'] as const;
const NEEDS = ['money', 'premises', 'equipment', 'customers', 'knowledge'] as const;

/** The graduate and the expert tell more than others. */
const BY_HAND: Record<string, Partial<Row>> = {
	'graduate@demo.kz': {
		now_line: 'Ауылда тігін шеберханам бар: мектеп формасы мен көрпе тігемін',
		directions: ['sewing', 'crafts'],
		skills: ['пішу', 'көрпе тігу', 'мектеп формасы', 'оверлок'],
		help: ['knowledge', 'customers'],
		help_text: 'Бірінші тапсырысты қалай алу керегін, бағаны қалай қоюды айтып беремін.',
		needs: ['equipment', 'customers'],
		need_text: 'Қыста тапсырыс азаяды: көршілес аудандардан тапсырыс іздеп жүрмін.',
		languages: ['kk', 'ru'],
		instagram: 'jalgas.demo.tigin',
		story:
			'2019 жылы үш қыз бір машинамен бастадық. Пандемияда маска тігіп, ауылға тегін тараттық. Кейін мектеп формасына тапсырыс түсті. Машина сынып, бір қыс тоқтап та қалдық. Қазір екі машина, бір көмекші бар.'
	},
	'expert@demo.kz': {
		now_line: 'Құс фермасынан күн көремін: мың жарым тауық, өз инкубаторым бар',
		directions: ['poultry', 'livestock'],
		skills: ['инкубатор', 'жем құрамы', 'құс ауруы', 'бизнес-жоспар'],
		help: ['knowledge', 'mentor', 'papers'],
		help_text: 'Тауық жұмыртқаламай қойса, жазыңыз: жарық пен жемін бірге қараймыз.',
		needs: ['customers'],
		need_text: 'Жұмыртқаны көтерме алатын дүкен іздеймін.',
		languages: ['kk', 'ru', 'en'],
		instagram: 'jalgas.demo.qus',
		story:
			'Елу балапаннан бастадым, жартысы бірінші қыста өлді. Жылыту мен желдетуді содан кейін түсіндім. Қазір жұмыртқаны жеті дүкенге жеткіземін, ауылдан екі жігіт жұмыс істейді.',
		visibility: { json: { instagram: 'everyone', name: 'everyone' } }
	}
};

function drawn(person: Person): Row {
	const rng = stream('profile', person.index);
	const words = PROFILE_WORDS[person.direction ?? 'other'] ?? PROFILE_WORDS.other;
	const language = person.locale === 'kk' ? 0 : 1;
	const help = rng.some(HELP, rng.int(1, 2));
	return {
		now_line: words?.now[language] ?? null,
		directions: [person.direction ?? 'other'],
		skills: rng.some(words?.tags.map((tag) => tag[language]) ?? [], rng.int(1, 3)),
		help,
		help_text: rng.chance(0.6) ? (words?.help[language] ?? null) : null,
		needs: rng.some(NEEDS, rng.int(0, 2)),
		need_text: null,
		languages: person.locale === 'kk' ? (rng.chance(0.6) ? ['kk', 'ru'] : ['kk']) : ['ru'],
		instagram: null,
		story: null,
		// Some would rather not say where they are from, or what they lack.
		visibility: {
			json: rng.chance(0.15)
				? { region: 'region', need: 'region' }
				: rng.chance(0.1)
					? { village: 'alumni' }
					: {}
		}
	};
}

export const profileRows = (people: Person[], now: Date): Row[] =>
	people
		.filter(
			(person) =>
				(person.email ?? '') in BY_HAND ||
				(spread(person.index, 2) < 0.5 && agrees(person, 'directory', now))
		)
		.map((person) => ({
			person_id: person.id,
			...drawn(person),
			...BY_HAND[person.email ?? ''],
			updated_at: days(now, -stream('profile_at', person.index).int(1, 140))
		}));
