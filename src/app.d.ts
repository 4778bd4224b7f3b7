import type { Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';

declare global {
	namespace App {
		interface Locals {
			db: Db;
		}
		interface PageData {
			viewer?: Viewer | null;
			isDemo?: boolean;
			/** The id of a form that a change of language brings along, with all that was typed. */
			takenAlong?: string | undefined;
		}
		interface Error {
			message: string;
			id?: string;
		}
	}
}
