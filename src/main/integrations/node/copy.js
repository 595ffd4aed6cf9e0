const TIMEOUT_MILLIS = 2000;

/**
 * What was fetched last: kept for its time, and for as long as it cannot be fetched again. Fetched when
 * asked for, since an edge worker has no time of its own, and never waited for by two requests, since
 * there one may not wait for another's.
 */
export class Copy {
    #load;
    #lifeMillis;
    #pauseMillis;
    #now;
    #value = null;
    #loadedAt = -Infinity;
    #triedAt = -Infinity;

    /** `load(signal, held)` fetches; it throws rather than answer with what is no good. */
    constructor(load, lifeSeconds, pauseSeconds, now) {
        this.#load = load;
        this.#lifeMillis = lifeSeconds * 1000;
        this.#pauseMillis = pauseSeconds * 1000;
        this.#now = now;
    }

    /** The value, fetched again when its time is over; null when it never could be fetched. */
    async get() {
        const old = this.#now() - this.#loadedAt >= this.#lifeMillis;
        if (old && (this.#value === null || this.#mayTry())) {
            await this.#tryToLoad();
        }
        return this.#value;
    }

    /** The value after another look, unless there was one just now. */
    async again() {
        if (this.#mayTry()) {
            await this.#tryToLoad();
        }
        return this.#value;
    }

    #mayTry() {
        return this.#now() - this.#triedAt >= this.#pauseMillis;
    }

    // It may never return: an edge worker forgets a request whose reader has gone. So nothing waits for
    // its end, and the next try comes after the pause.
    async #tryToLoad() {
        const asked = this.#now();
        this.#triedAt = asked;
        try {
            const value = await this.#load(AbortSignal.timeout(TIMEOUT_MILLIS), this.#value);
            if (asked >= this.#loadedAt) {
                this.#value = value;
                this.#loadedAt = asked;
            }
        } catch (error) {
            console.warn(`latchkey: not fetched, going on with what is there: ${error.message}`);
        }
    }
}
