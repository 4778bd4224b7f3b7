/** Who is looking at a page, as private.viewer() tells it. */
export interface Viewer {
	id: string;
	personId: string | null;
	name: string;
	roles: { role: StaffRole; region: string | null }[];
}

export type StaffRole = 'officer' | 'coordinator' | 'partner' | 'ombudsman' | 'moderator';

export const hasRole = (viewer: Viewer | null | undefined, ...roles: StaffRole[]): boolean =>
	viewer?.roles.some((held) => roles.includes(held.role)) ?? false;
