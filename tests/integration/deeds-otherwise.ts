// What no form does, and the log has all the same: looks at what few may see, the timers, and wrong passwords.
import { usualRetention } from '../../src/lib/domain/retention.ts';
import { runTimers, writeRetention } from '../../src/lib/server/retention.ts';
import { coverPhoto } from '../../src/lib/server/media/cover.ts';
import { admin, city, signedIn, type Deed, type Given } from './deeds.ts';
import { box, tell, tellWithPhoto } from './deeds-needs.ts';
import { openBrowser } from './staff-browser.ts';

const looked = { apart: 'it is told that she looked: nothing is changed' };
const tried = { apart: 'it is told that somebody tried: nothing is changed' };
const open = (address: (ids: string[]) => string) => ({
	go: ({ ids = [] }: Given) => openBrowser({ as: admin }).fetch(address(ids))
});

export const deedsOtherwise: Deed[] = [
	{
		...{ form: 'GET /staff/needs/[id]/everything', did: ['need.access'], why: looked },
		given: async () => ({ ids: [await tell()] }),
		...open(([need]) => `/staff/needs/${need}/everything`)
	},
	{
		...{ form: 'GET /staff/media/[need]/[position]', did: ['need.photo-original'], why: looked },
		given: async () => {
			const need = await tellWithPhoto();
			const cover = { need, position: 0, staff: admin.id, was: [], boxes: [box] };
			await coverPhoto(city.db, city.dataFolder, cover);
			return { ids: [need] };
		},
		...open(([need]) => `/staff/media/${need}/0?original`)
	},
	{
		...{ form: 'a wrong password at the sign-in', did: ['staff.password-refused'], why: tried },
		given: async () => ({ ids: [(await signedIn()).member.email] }),
		go: ({ ids = [] }) => openBrowser().signIn(ids[0] ?? '', 'not her password')
	},
	{
		...{ form: 'the timer that takes what was kept long enough', did: ['retention.taken'] },
		given: async () => {
			await writeRetention(city.db, admin.id, usualRetention, new Date());
			await tellWithPhoto();
			return {};
		},
		go: () => runTimers(city.db, new Date(Date.now() + 20 * 365 * 86_400_000))
	}
];
