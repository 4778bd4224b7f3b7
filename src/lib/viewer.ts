/** Who is looking at a page, as private.viewer() tells it. */
export interface Viewer {
	id: string;
	personId: string | null;
	name: string;
	/** Notices not read yet, counted up to ten. */
	unread: number;
	roles: { role: StaffRole; region: string | null }[];
}

export type StaffRole = 'officer' | 'coordinator' | 'partner' | 'ombudsman' | 'moderator';

export const hasRole = (viewer: Viewer | null | undefined, ...roles: StaffRole[]): boolean =>
	viewer?.roles.some((held) => roles.includes(held.role)) ?? false;
