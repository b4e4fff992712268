package org.chroma.ui.internal;

import java.io.IOException;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * Answers every address below {@code /ui/}: assets by name, everything else with the page, whose script reads the
 * address.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("ui")
@HttpWhiteboardServletPattern("/ui/*")
public final class SiteServlet extends HttpServlet {
    private static final String ASSETS = "/assets/";

    private final transient Site site;

    @Activate
    public SiteServlet(@Reference Site site) {
        this.site = site;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = request.getPathInfo();
        if (path == null) {
            response.sendRedirect("/ui/");
        } else if (path.startsWith(ASSETS)) {
            asset(path.substring(ASSETS.length()), request, response);
        } else {
            page(request, response);
        }
    }

    private void asset(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Asset asset = path.startsWith(site.version() + "/")
                ? site.asset(path.substring(site.version().length() + 1))
                : null;
        if (asset == null) {
            response.setHeader("Cache-Control", "no-store");
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
        send(asset, request, response);
    }

    private void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String tag = "\"" + site.version() + "\"";
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("ETag", tag);
        if (tag.equals(weakened(request.getHeader("If-None-Match")))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        send(site.page(), request, response);
    }

    private static @Nullable String weakened(@Nullable String tag) {
        return tag != null && tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    private static void send(Asset asset, HttpServletRequest request, HttpServletResponse response) throws IOException {
        String accepted = request.getHeader("Accept-Encoding");
        boolean gzip = asset.compressible() && accepted != null && accepted.contains("gzip");
        byte[] bytes = asset.bytes(gzip);
        response.setContentType(asset.contentType());
        response.setContentLength(bytes.length);
        response.setHeader("Vary", "Accept-Encoding");
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.getOutputStream().write(bytes);
    }
}
