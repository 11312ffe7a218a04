import 'i18next';
import type citizen from './citizen/en.json';
import type guide from './guide/en.json';
import type lab from './lab/en.json';
import type lesson from './lesson/en.json';
import type phone from './phone/en.json';
import type staff from './staff/en.json';
import type trainer from './trainer/en.json';

declare module 'i18next' {
	interface CustomTypeOptions {
		defaultNS: 'citizen';
		resources: {
			citizen: typeof citizen &
				typeof lesson &
				typeof phone &
				typeof lab &
				typeof trainer &
				typeof guide;
			staff: typeof staff;
		};
	}
}
