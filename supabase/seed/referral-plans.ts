/** Which referrals the demo has: who offered what, how long ago, and how far it got. */

type State =
	| 'consent_asked'
	| 'sent'
	| 'received'
	| 'accepted'
	| 'declined'
	| 'partner_declined'
	| 'withdrawn';
/** The steps that lead to each state. */
export const PATHS: Record<State, string[]> = {
	consent_asked: [],
	sent: ['consented', 'sent'],
	received: ['consented', 'sent', 'received'],
	accepted: ['consented', 'sent', 'received', 'accepted'],
	declined: ['declined'],
	partner_declined: ['consented', 'sent', 'received', 'partner_declined'],
	withdrawn: ['consented', 'sent', 'withdrawn']
};
/** Who answers for each programme, by slugs. */
export const ORGANIZATIONS = {
	'bastau-business': 'atameken',
	'youth-microcredit': 'acc',
	'auyl-amanaty': 'spk'
};

interface Plan {
	region: 'KZ-61' | 'KZ-55';
	programme: keyof typeof ORGANIZATIONS;
	state: State;
	ago: number;
	reason?: string;
	message?: Record<'kk' | 'ru', string>;
}
const INVITE = {
	kk: 'Жаңа топ желтоқсанда жиналады. Бизнес-жоспарды бірге жасайды, сізге пайдасы тиер деп ойлаймын.',
	ru: 'Новая группа набирается в декабре. Там вместе составляют бизнес-план, думаю, вам пригодится.'
};
const LOAN = {
	kk: 'Жабдық алуға қарыз керек деген едіңіз, шарттарын қарап шығыңызшы.',
	ru: 'Вы писали, что нужен кредит на оборудование. Посмотрите, пожалуйста, условия.'
};
export const PLANS: Plan[] = [
	{
		region: 'KZ-61',
		programme: 'bastau-business',
		state: 'consent_asked',
		ago: 2,
		message: INVITE
	},
	{ region: 'KZ-61', programme: 'bastau-business', state: 'sent', ago: 6, message: INVITE },
	{ region: 'KZ-61', programme: 'bastau-business', state: 'received', ago: 9 },
	{ region: 'KZ-61', programme: 'bastau-business', state: 'accepted', ago: 24, message: INVITE },
	{
		region: 'KZ-61',
		programme: 'bastau-business',
		state: 'partner_declined',
		ago: 31,
		reason: 'capacity'
	},
	{
		region: 'KZ-61',
		programme: 'auyl-amanaty',
		state: 'declined',
		ago: 18,
		reason: 'Кепілге қоятын мүлкім жоқ.'
	},
	{ region: 'KZ-61', programme: 'youth-microcredit', state: 'withdrawn', ago: 40, message: LOAN },
	{ region: 'KZ-55', programme: 'bastau-business', state: 'sent', ago: 4, message: INVITE },
	{ region: 'KZ-55', programme: 'bastau-business', state: 'accepted', ago: 45 },
	{ region: 'KZ-55', programme: 'bastau-business', state: 'received', ago: 11, message: INVITE },
	{
		region: 'KZ-55',
		programme: 'youth-microcredit',
		state: 'consent_asked',
		ago: 1,
		message: LOAN
	},
	{ region: 'KZ-55', programme: 'auyl-amanaty', state: 'declined', ago: 21 }
];
