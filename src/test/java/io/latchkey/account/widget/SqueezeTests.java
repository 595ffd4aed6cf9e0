package io.latchkey.account.widget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is taken out of the widget is never something that it does or says. */
class SqueezeTests {

    @Test
    void takesOutWhatOnlyPeopleRead() {
        assertThat(Squeeze.script("""
            /** Says so. */
            class Thing {
              #spoken = 1; // the reader's

              // Why it is so.
              say(one, other) {
                return this.#spoken + (one || other);
              }
            }
            """)).isEqualTo("class Thing{#A=1;say(one,other){return this.#A+(one||other)}}");
    }

    @Test
    void leavesStringsTemplatesAndPatternsAsTheyAre() {
        String said = """
            const a='One ; two, {n}: it’s \\'so\\'';
            const b=`a { b : ${c} }`;
            const d=e.replace(/ ( '|, ) /g,' = ');
            const f=(g / 2)+' / '+h;
            """.replace("\n", "");
        assertThat(Squeeze.script(said)).isEqualTo(said);
    }

    @Test
    void writesAStyleSheetWithoutTheSpaceThatPeopleNeed() {
        assertThat(Squeeze.style("""
            const css = `
            .wall button, .a:hover { margin: 0 0 1rem; width: calc(var(--r) * .8) }
            @media (max-width: 30rem) {
              .wall { font: 1rem/1.5 var(--f, system-ui, serif) }
            }
            `;
            const other = ' { b: c } ';
            """)).isEqualTo("""
                const css = `.wall button,.a:hover{margin:0 0 1rem;width:calc(var(--r) * .8)}\
                @media (max-width:30rem){.wall{font:1rem/1.5 var(--f,system-ui,serif)}}`;
                const other = ' { b: c } ';
                """);
    }

    @Test
    void namesPrivateThingsShortlyAlsoInTemplates() {
        assertThat(Squeeze.script("class A{#page;at(){return `${this.#page} #pages`;}}"))
                .isEqualTo("class A{#A;at(){return `${this.#A} #pages`}}");
    }
}
