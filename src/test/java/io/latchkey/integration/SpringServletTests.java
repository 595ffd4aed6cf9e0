package io.latchkey.integration;

import io.latchkey.contentserver.LatchkeyAutoConfiguration;
import io.latchkey.contentserver.LatchkeyServletAutoConfiguration;
import io.latchkey.contentserver.Visit;
import io.latchkey.token.TokenTable;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.springframework.boot.web.context.servlet.AnnotationConfigServletWebApplicationContext;

/** A servlet content server with the Spring filter, in a real Tomcat. */
class SpringServletTests extends VerifierContract {

    @Override
    RunningServer start(Setting setting, Path folder) throws Exception {
        return begin(setting, folder);
    }

    static RunningServer begin(Setting setting, Path folder) throws Exception {
        var context = new AnnotationConfigServletWebApplicationContext();
        SpringSettings.of(setting).applyTo(context);
        context.register(LatchkeyAutoConfiguration.class, LatchkeyServletAutoConfiguration.class);
        context.refresh();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        Context root = tomcat.addContext("", folder.toString());
        Tomcat.addServlet(root, "pages", new Pages());
        root.addServletMapping("/*", "pages");
        FilterDef filter = new FilterDef();
        filter.setFilterName("latchkey");
        filter.setFilter(context.getBean("latchkeyFilter", Filter.class));
        root.addFilterDef(filter);
        FilterMap everywhere = new FilterMap();
        everywhere.setFilterName("latchkey");
        everywhere.addURLPattern("/*");
        root.addFilterMap(everywhere);
        tomcat.start();
        URI uri = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort());
        return new RunningServer() {
            @Override
            public URI uri() {
                return uri;
            }

            @Override
            public void close() {
                try {
                    tomcat.stop();
                    tomcat.destroy();
                } catch (org.apache.catalina.LifecycleException e) {
                    throw new IllegalStateException(e);
                }
                context.close();
            }
        };
    }

    /**
     * Decides by the id in the path, and is as kind to spellings as any when it looks for the page.
     */
    private static final class Pages extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String path = String.valueOf(request.getPathInfo());
            boolean open = path.startsWith("/articles/") && opens(request, path.substring(10));
            // As a page does that begins anew and knows of no other.
            response.reset();
            response.setContentType("text/html; charset=utf-8");
            response.setHeader("Cache-Control", "public, max-age=60");
            response.addDateHeader("Expires", System.currentTimeMillis() + 60_000);
            response.addIntHeader("Expires", 60);
            response.setIntHeader("Expires", 60);
            response.getWriter().print(Texts.page(Texts.articleAt(path), open));
        }

        private static boolean opens(HttpServletRequest request, String id) {
            Visit visit = (Visit) request.getAttribute(Visit.ATTRIBUTE);
            return visit.opens(id, TokenTable.ARTICLES.get(id));
        }
    }
}
