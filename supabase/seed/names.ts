/** Names as people in Kazakhstan bear them, with the endings that women and men have. */
import type { Rng } from './rng.ts';

export type Gender = 'female' | 'male';
export type Origin = 'kazakh' | 'russian' | 'uzbek' | 'uyghur' | 'korean' | 'german';

const words = (list: string) => list.trim().split(/\s+/);

const KAZAKH_WOMEN =
	words(`Айгерім Айдана Айжан Айнұр Ақбота Ақерке Ақмарал Алтынай Аружан Әсел Әсем Балнұр
	Баян Ботагөз Гүлдана Гүлжан Гүлназ Гүлнұр Дана Дариға Динара Еркежан Жанар Жанерке Жібек Жұлдыз Зарина
	Инабат Индира Камила Қарлығаш Қымбат Лаура Мадина Мақпал Маржан Меруерт Мөлдір Назерке Назым Нұргүл
	Нұрсұлу Перизат Раушан Сабина Салтанат Самал Сәуле Толқын Томирис Ұлжан Ұлпан Шолпан Шынар`);
const KAZAKH_MEN =
	words(`Айбек Айдос Ақжол Алмас Арман Асқар Асхат Бақытжан Бауыржан Бекзат Бейбіт Берік
	Данияр Дархан Дәурен Диас Досжан Елдос Ерасыл Ербол Ержан Ерлан Ермек Жандос Жасұлан Жәнібек Ілияс
	Қайрат Қанат Қуаныш Мадияр Мақсат Марат Мейрам Мирас Мұрат Нұрболат Нұржан Нұрлан Олжас Оразбек Рауан
	Рүстем Самат Санжар Серік Талғат Темірлан Тимур Шыңғыс`);
const KAZAKH_FAMILIES =
	words(`Айтбаев Аманов Ахметов Әбдірахманов Әлімов Байжанов Бекмұратов Бердібеков
	Досжанов Ерғалиев Есенов Есжанов Жақсыбеков Жанұзақов Жұмабаев Жүнісов Ибраев Кәрімов Кенжебеков Қалиев
	Қасымов Құрманов Мұқанов Мұсабеков Мырзабеков Нұрғалиев Нұрпейісов Омаров Оразбаев Оспанов Рахымов
	Сағындықов Садықов Сәбитов Сәрсенбаев Сейітов Смағұлов Сүлейменов Тәжібаев Тілеубаев Тоқтаров Төлегенов
	Тұрсынов Үсенов Шаяхметов Шәріпов Ысқақов`);
/** Families that bear a grandfather's name as it is. */
const KAZAKH_PLAIN = words('Асан Болат Есен Жұмабек Қуандық Мұрат Омар Сейіт Серік Төлеген');
/** Fathers, for -ұлы and -қызы. */
const FATHERS = words('Асқар Болат Ерлан Қайрат Марат Мұрат Нұрлан Самат Серік Талғат');

const RUSSIAN_WOMEN =
	words(`Алина Анастасия Анна Валентина Вероника Виктория Дарья Екатерина Елена Ирина
	Кристина Ксения Мария Наталья Ольга Полина Светлана Татьяна Юлия`);
const RUSSIAN_MEN =
	words(`Александр Алексей Андрей Антон Виктор Владимир Даниил Денис Дмитрий Евгений Иван
	Игорь Кирилл Максим Никита Павел Роман Сергей Станислав`);

const SETS: Record<Origin, { female: string[]; male: string[]; families: string[] }> = {
	kazakh: { female: KAZAKH_WOMEN, male: KAZAKH_MEN, families: KAZAKH_FAMILIES },
	russian: {
		female: RUSSIAN_WOMEN,
		male: RUSSIAN_MEN,
		families:
			words(`Богданов Бондаренко Васильев Виноградов Волков Воробьёв Высоцкий Голубев Зайцев Иванов
			Ковальский Коваленко Кузнецов Лысенко Морозов Новиков Павлов Петренко Петров Попов Семёнов Смирнов
			Соколов Ткаченко Фёдоров Шевченко`)
	},
	uzbek: {
		female: words('Гулнора Дилноза Зилола Мадина Нигора Нилуфар Феруза Шахноза'),
		male: words('Азиз Бахтиёр Дильшод Жасур Отабек Сардор Улугбек Фаррух Шерзод'),
		families: words(
			'Абдуллаев Исмаилов Каримов Мирзаев Рахимов Садыков Турсунов Хамидов Холматов Юсупов'
		)
	},
	uyghur: {
		female: words('Адалят Арзугуль Зульфия Патигуль Ризвангуль Рушана'),
		male: words('Адилжан Азат Алимжан Дильшат Ильшат Пархат Шавкат'),
		families: words('Ахунов Аширов Баратов Исламов Исраилов Розиев Садиров Тохтахунов Хамраев')
	},
	korean: {
		female: RUSSIAN_WOMEN,
		male: RUSSIAN_MEN,
		families: words('Кан Ким Ли Нам Пак Тен Хан Цой Шин Югай')
	},
	german: {
		female: RUSSIAN_WOMEN,
		male: RUSSIAN_MEN,
		families: words('Бауэр Вагнер Вебер Гартман Кох Мейер Миллер Фишер Шмидт')
	}
};

/** Қасымов → Қасымова, Высоцкий → Высоцкая; Ким, Шмидт and Петренко stay. */
export const feminine = (family: string): string =>
	/(ов|ев|ёв|ин|ын)$/.test(family)
		? `${family}а`
		: family.replace(/ский$/, 'ская').replace(/цкий$/, 'цкая');

const RUSSIAN_LETTERS: Record<string, string> = {
	ә: 'а',
	ғ: 'г',
	қ: 'к',
	ң: 'н',
	ө: 'о',
	ұ: 'у',
	ү: 'у',
	һ: 'х',
	і: 'и',
	Ә: 'А',
	Ғ: 'Г',
	Қ: 'К',
	Ң: 'Н',
	Ө: 'О',
	Ұ: 'У',
	Ү: 'У',
	Һ: 'Х',
	І: 'И'
};
/** A Kazakh name as Russian papers spell it: Айгүл → Айгуль. */
export const inRussian = (name: string): string =>
	name
		.replace(/гүл(?=\s|$)/g, 'гуль')
		.replace(/./gu, (letter) => RUSSIAN_LETTERS[letter] ?? letter);

const LATIN: Record<string, string> = {
	а: 'a',
	б: 'b',
	в: 'v',
	г: 'g',
	д: 'd',
	е: 'e',
	ё: 'yo',
	ж: 'zh',
	з: 'z',
	и: 'i',
	й: 'i',
	к: 'k',
	л: 'l',
	м: 'm',
	н: 'n',
	о: 'o',
	п: 'p',
	р: 'r',
	с: 's',
	т: 't',
	у: 'u',
	ф: 'f',
	х: 'kh',
	ц: 'ts',
	ч: 'ch',
	ш: 'sh',
	щ: 'sch',
	ъ: '',
	ы: 'y',
	ь: '',
	э: 'e',
	ю: 'yu',
	я: 'ya'
};
/** A name in Latin letters, as in a passport. */
export const inLatin = (name: string): string =>
	inRussian(name).replace(/\p{L}/gu, (letter) => {
		const latin = LATIN[letter.toLowerCase()] ?? letter;
		return letter === letter.toLowerCase() ? latin : latin.charAt(0).toUpperCase() + latin.slice(1);
	});

/** First name and family, or a father's name for it; some as in papers, with all three; few in Latin letters. */
export function makeName(rng: Rng, origin: Origin, gender: Gender, locale: 'kk' | 'ru'): string {
	const set = SETS[origin];
	const first = rng.pick(set[gender]);
	const family = rng.pick(set.families);
	const ending = gender === 'female' ? 'қызы' : 'ұлы';
	const declined = gender === 'female' ? feminine(family) : family;
	if (origin !== 'kazakh') return `${first} ${declined}`;
	const style = rng.next();
	const father = rng.pick(FATHERS) + ending;
	const name =
		style < 0.06
			? `${declined} ${first} ${father}`
			: `${first} ${style < 0.16 ? rng.pick(KAZAKH_PLAIN) : style < 0.26 ? father : declined}`;
	if (rng.chance(0.03)) return inLatin(name);
	return locale === 'ru' ? inRussian(name) : name;
}
