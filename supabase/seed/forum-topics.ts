/** What the demo's questions are about, in the words of both languages, which are joined. */
import { tuples, type Piece, type Row } from './render.ts';

const TOPICS: [kk: string, ru: string, asked: RegExp][] = [
	['жем', 'корм', /жем|азықтандыр|шөп|сено/i],
	['жұмыртқа', 'яйцо', /жұмыртқа/i],
	['баға', 'цена', /баға|қанша тұрады|цену|сколько/i],
	['құжат', 'документы', /құжат|рұқсат|лицензия|келісім|договор|ЖК-|ИП /],
	['тапсырыс', 'заказы', /тапсырыс|клиент/i],
	['қыс', 'зима', /қыс|зим|снег/i],
	['сату', 'сбыт', /өткіз|сату|жібере|жәрмеңке|непродан|сдавать/i],
	['құрал-жабдық', 'оборудование', /машина|оверлок|пеш|дәнекерлеу|аппарат|инвентар|инкубатор/i],
	['бөлме', 'помещение', /бөлме|қора|цех|кабинет|комната|теплиц|жылыжай/i],
	['ауру', 'болезни', /іші өтіп|сарғай|расклёвывают|опадают/i],
	['балалар', 'дети', /балалар|неше бала|дети|детей/i]
];

/** Topics with both words, and those of these questions. */
export function topicPieces(questions: Row[]): Piece[] {
	const words = TOPICS.flatMap(([kk, ru]) => [
		['kk', kk, null],
		['ru', ru, kk]
	]);
	const filed = questions.flatMap(({ id = null, title, locale }) =>
		TOPICS.filter(([, , asked]) => asked.test(title as string)).map(([kk, ru]) => [
			id,
			locale === 'kk' ? kk : ru
		])
	);
	return [
		{
			sql: `insert into private.tags (slug, name, locale)
select private.tag_slug(w.name), w.name, w.locale from (values ${tuples(words)}) w (locale, name, says)`
		},
		{
			sql: `update private.tags t set synonym_of = s.id
from (values ${tuples(words)}) w (locale, name, says) join private.tags s on s.name = w.says where t.name = w.name`
		},
		{
			sql: `insert into private.question_tags (tag_id, named_id, question_id, created_at, direction, shown)
select coalesce(t.synonym_of, t.id), t.id, q.id, q.created_at, q.direction, true
from (values ${tuples(filed)}) f (question, name)
join public.questions q on q.id = f.question::uuid join private.tags t on t.name = f.name`
		}
	];
}
