/** Who asks, answers and thanks in the demo's forum. */
import { accountId, accountIdAt } from './accounts.ts';
import type { TALKS } from './forum-content.ts';
import type { Person } from './people.ts';
import type { Rng } from './rng.ts';
import { firstPersonOf, makeTeam, teamsOf } from './teams.ts';

/** Who may speak: the account of a team's leader. */
export interface Member {
	id: string;
	person: Person;
}
/** Those among so many people who speak. */
export function speakersOf(people: number, now: Date) {
	const teams = teamsOf(people);
	const known = new Map<number, Member>();
	const memberOf = (team: number): Member => {
		const found = known.get(team);
		if (found) return found;
		const person = makeTeam(team, now).people[0] as Person;
		const member = { id: accountId(person, now), person };
		if (known.size < 5000) known.set(team, member);
		return member;
	};
	/** Any leader with an account but the demo's two, whose part is written by hand. */
	const anybody = (rng: Rng) => 2 * rng.int(1, Math.max(1, Math.floor((teams - 1) / 2)));
	const voter = (rng: Rng) => accountIdAt(firstPersonOf(anybody(rng)), now);
	// Where thousands could speak, a few looks find somebody fitting enough.
	const looks = teams < 2000 ? 60 : 8;
	/** Somebody of that trade and language, if there is one. */
	const speaker = (rng: Rng, talk: (typeof TALKS)[number], except: string[]): Member => {
		let second: Member | undefined;
		for (let tries = 0; tries < looks; tries++) {
			const member = memberOf(anybody(rng));
			if (except.includes(member.id) || member.person.locale !== talk.locale) continue;
			if (member.person.direction === talk.direction) return member;
			second ??= member;
		}
		return second ?? memberOf(2);
	};
	return { memberOf, voter, speaker };
}
