import { z } from 'zod';

export const postForm = z.object({ post: z.uuid() });
export const draftForm = z.object({ key: z.uuid() });

/** The page of one's own questions after this one; what makes no sense is left out. */
export const myPostsQuery = z.object({ after: z.uuid().optional().catch(undefined) });
