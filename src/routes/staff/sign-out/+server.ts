import { redirect } from '@sveltejs/kit';
import { citySignIn } from '$lib/server/sign-in.ts';

export const POST = async (event) => {
	await citySignIn().leave(event);
	redirect(303, '/staff/sign-in?signed-out');
};
