import { fail, redirect } from '@sveltejs/kit';
import { exportFormats, exportKinds, exportSchema, longestReason } from '$lib/domain/export.ts';
import { readFilter, writeFilter } from '$lib/domain/inbox-filter.ts';
import { signedInWith } from '$lib/server/authorize.ts';
import { city } from '$lib/server/city.ts';
import { askExport, listExports } from '$lib/server/exports.ts';
import { answerColumns } from '$lib/server/exports/answers.ts';
import { joinColumns } from '$lib/server/exports/joins.ts';
import { needColumns } from '$lib/server/exports/needs.ts';
import { publicationColumns } from '$lib/server/exports/publication.ts';
import { themeColumns } from '$lib/server/exports/themes.ts';
import { readForm, textOf } from '$lib/server/form-problems.ts';

/** So many of the last exports the page shows. */
const mostShown = 50;

export const load = async ({ locals, url }) => {
	signedInWith(locals, 'export');
	const list = listOf(url);
	return {
		kinds: exportKinds,
		formats: exportFormats,
		columns: {
			needs: needColumns,
			answers: answerColumns,
			joins: joinColumns,
			themes: themeColumns,
			publication: publicationColumns
		},
		longest: longestReason,
		list,
		inbox: `/staff${list && `?${list}`}`,
		isAll: list === everything,
		exports: await listExports(city().db, mostShown)
	};
};

export const actions = {
	default: async ({ locals, request, url }) => {
		const staff = signedInWith(locals, 'export').id;
		const form = await request.formData();
		const typed = {
			kind: textOf(form, 'kind'),
			format: textOf(form, 'format'),
			reason: textOf(form, 'reason')
		};
		const read = readForm(exportSchema, typed);
		if ('problems' in read) return fail(400, { typed, problems: read.problems });
		const asked = { ...read.values, filter: listOf(url) };
		const id = await askExport(city().db, staff, asked, new Date());
		redirect(303, `/staff/exports/${id}`);
	}
};

const everything = writeFilter(readFilter(new URLSearchParams({ state: 'all' }))).slice(1);

/** The filter of the inbox from which somebody comes; from the menu all needs. */
function listOf(url: URL): string {
	const list = url.searchParams.get('list');
	if (list === null) return everything;
	return writeFilter(readFilter(new URLSearchParams(list))).slice(1);
}
