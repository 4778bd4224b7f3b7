/** What goes wrong in rosters that people typed, and what the import says of it. */
export interface Fault {
	/** The column that is spoiled. */
	column: Column;
	text: string;
	/** The import's reason; its field is the column. */
	reason: string;
}

/** Columns of the roster, in its order. */
export const COLUMNS = [
	'registry_no',
	'full_name',
	'gender',
	'birth_year',
	'phone',
	'email',
	'region',
	'district',
	'settlement',
	'round',
	'role',
	'subproject_no',
	'subproject_title',
	'vulnerable',
	'language'
] as const;
export type Column = (typeof COLUMNS)[number];

const fault = (column: Column, text: string, reason: string): Fault => ({ column, text, reason });

export const FAULTS: Fault[] = [
	fault('phone', '8701000', 'phone_length'),
	fault('phone', '8 701 00О 00 01', 'phone_letters'),
	fault('phone', '+998 90 123 45 67', 'phone_foreign'),
	fault('birth_year', '1897', 'birth_year'),
	fault('birth_year', '98', 'birth_year'),
	fault('region', 'Заречная обл.', 'region'),
	fault('region', 'Алматы', 'region_ambiguous'),
	fault('registry_no', '', 'required'),
	fault('round', '2016', 'round'),
	fault('round', '', 'required'),
	fault('role', 'директор', 'role'),
	fault('gender', '?', 'gender'),
	fault('email', 'aigul at mail', 'email')
];

/** Names of a region as rosters of before 2022 write it, short and in full, in three languages. */
export const OLD_NAMES: Record<string, string[]> = {
	ВКО: [
		...['ВКО', 'ШҚО', 'Восточно-Казахстанская область'],
		...['Шығыс Қазақстан облысы', 'East Kazakhstan Region']
	],
	'Алматинская обл.': [
		...['Алматинская обл.', 'Алматинская область', 'Алматы облысы', 'Almaty Region']
	],
	'Карагандинская обл.': [
		...['Карагандинская обл.', 'Карагандинская область', 'Қарағанды облысы', 'Karaganda Region']
	],
	ЮКО: ['ЮКО', 'Южно-Казахстанская область', 'Оңтүстік Қазақстан облысы'],
	'г. Астана': ['г. Астана', 'г. Нур-Султан', 'Нұр-Сұлтан қаласы']
};

/** Column names, as the lists of two offices write them. */
export const HEADERS: Record<'ru' | 'kk', string[]> = {
	ru: [
		...['Номер в реестре', 'ФИО', 'Пол', 'Год рождения', 'Телефон', 'Эл. почта', 'Область'],
		...['Район', 'Тип поселения', 'Раунд', 'Роль', 'Номер проекта', 'Проект', 'УВГ', 'Язык']
	],
	kk: [
		...['Тізілімдегі нөмірі', 'Аты-жөні', 'Жынысы', 'Туған жылы', 'Телефон нөмірі', 'Пошта'],
		...['Облыс', 'Аудан', 'Елді мекен түрі', 'Кезең', 'Рөлі', 'Жоба нөмірі', 'Жоба атауы'],
		...['Осал топ', 'Тіл']
	]
};
