import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type { Basis, Need, ProjectState, StopReason, ToldState } from './rules';

type Names = Record<Locale, string>;

export interface ProjectCard {
	id: string;
	title: string;
	round: number;
	direction: Names & { code: string };
	region: Names | null;
	state: ProjectState;
	basis: Basis | null;
	needs: Need[];
	stateAt: string | null;
}

export interface ProjectChoice {
	id: string;
	title: string;
	round: number;
}

export interface StatusUpdate {
	id: string;
	at: string;
	byName: string | null;
	mine: boolean;
	source: 'self' | 'survey' | 'officer' | 'registry';
	state: ToldState;
	basis: Basis | null;
	stopReason: StopReason | null;
	somethingNew: boolean;
	needs: Need[];
	note: string | null;
	photo: { id: string; width: number; height: number } | null;
	/** The entry that this one puts right. */
	correctsId: string | null;
	/** A newer entry puts this one right. */
	corrected: boolean;
}

export interface TeamMember {
	id: string;
	name: string | null;
	role: 'leader' | 'member';
	mine: boolean;
}

interface MyPage {
	viewer: Viewer | null;
	/** Null: no record was claimed, or the roster knows no project of this person. */
	project: ProjectCard | null;
	projects: ProjectChoice[];
}

export interface MePage extends MyPage {
	name: string | null;
	latest: StatusUpdate | null;
}

export interface MyProjectPage extends MyPage {
	team: TeamMember[];
	updates: StatusUpdate[];
	/** Cursor of the next page of the history; null at its end. */
	after: string | null;
}

export interface UpdateProjectPage extends MyPage {
	last: StatusUpdate | null;
}
