/** The teams behind the demo's graduate and expert, written by hand. */
import type { Fixed, Person } from './people.ts';
import type { Update } from './projects.ts';

interface FixedTeam {
	round: number;
	region: string;
	settlement: Person['settlement'];
	district: readonly [string, string];
	direction: string;
	title: string;
	history: Update[];
	people: Fixed[];
}

/** Of graduate@demo.kz and expert@demo.kz, in this order. */
export const DEMO_TEAMS: FixedTeam[] = [
	{
		round: 2019,
		region: 'KZ-61',
		settlement: 'village',
		district: ['Сауран ауданы', 'район Сауран'],
		direction: 'sewing',
		title: '«Ине мен жіп» тігін шеберханасы',
		history: [
			{
				ago: 2080,
				state: 'continuing',
				basis: 'free',
				source: 'survey',
				needs: ['customers'],
				note: 'Маска тігіп, ауыл тұрғындарына тегін тараттық.'
			},
			{
				ago: 1650,
				state: 'continuing',
				basis: 'both',
				needs: ['customers'],
				note: 'Алғашқы тапсырыстар түсті: мектеп формасы.'
			},
			{
				ago: 1010,
				state: 'paused',
				needs: ['equipment', 'customers'],
				note: 'Қыста тапсырыс азайды, көктемде қайта бастаймыз. Машинаны да жөндетіп аламыз.'
			},
			{
				ago: 610,
				state: 'continuing',
				basis: 'paid',
				needs: ['equipment'],
				note: 'Машинаны жөндедік. Көрпе мен мектеп формасын тігіп жатырмыз.'
			},
			{
				ago: 95,
				state: 'continuing',
				basis: 'paid',
				needs: ['equipment', 'customers'],
				note: 'Мектеп алдында 40 форма тіктік. Оверлок керек болып тұр.'
			}
		],
		people: [
			{
				name: 'Айгүл Қасымова',
				gender: 'female',
				locale: 'kk',
				birthYear: 1998,
				email: 'graduate@demo.kz'
			},
			{ name: 'Гүлназ Омар', gender: 'female', locale: 'kk', birthYear: 1999 },
			{ name: 'Перизат Тұрсынова', gender: 'female', locale: 'kk', birthYear: 2001 }
		]
	},
	{
		round: 2018,
		region: 'KZ-23',
		settlement: 'village',
		district: ['Мақат ауданы', 'Макатский район'],
		direction: 'poultry',
		title: '«Алтын жұмыртқа» құс фермасы',
		history: [
			{
				ago: 2060,
				state: 'continuing',
				basis: 'paid',
				source: 'survey',
				needs: ['knowledge'],
				note: '120 тауық ұстаймыз, жұмыртқаны ауыл дүкендеріне береміз.'
			},
			{
				ago: 1500,
				state: 'continuing',
				basis: 'paid',
				needs: ['money'],
				note: 'Бөденені де қостық.'
			},
			{
				ago: 900,
				state: 'continuing',
				basis: 'paid',
				needs: ['equipment'],
				note: 'ЖК ашып, инкубатор алдық.'
			},
			{
				ago: 380,
				state: 'continuing',
				basis: 'paid',
				needs: [],
				note: 'Қазір 600 тауық бар, үш адам жұмыс істейді.'
			},
			{
				ago: 21,
				state: 'continuing',
				basis: 'paid',
				needs: ['customers'],
				note: 'Балапан сата бастадық, Құлсарыдан да келіп алады.'
			}
		],
		people: [
			{
				name: 'Ерлан Сәбитов',
				gender: 'male',
				locale: 'kk',
				birthYear: 1994,
				email: 'expert@demo.kz'
			},
			{ name: 'Нұржан Ерғалиев', gender: 'male', locale: 'kk', birthYear: 1996 },
			{ name: 'Жанар Сәбитова', gender: 'female', locale: 'kk', birthYear: 1997 }
		]
	}
];
