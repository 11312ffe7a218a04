/** Phones that keep little or nothing, each by what is done to it before its first page. */
export const unsure = {
	refused: () => Object.defineProperty(window, 'indexedDB', { value: undefined }),
	private: () => {
		StorageManager.prototype.getDirectory = () =>
			Promise.reject(new DOMException('', 'SecurityError'));
	},
	forgets: () => {
		Object.defineProperty(navigator, 'standalone', { value: false });
		StorageManager.prototype.persisted = () => Promise.resolve(false);
	},
	little: () => {
		StorageManager.prototype.estimate = () => Promise.resolve({ quota: 9e6, usage: 4e6 });
	}
} as const;
