import { z } from 'zod';

const email = z.email('error_email').trim().toLowerCase().max(254, 'error_too_long');

export const signIn = z.object({
	email,
	password: z.string('error_required').min(1, 'error_required').max(200, 'error_too_long')
});
