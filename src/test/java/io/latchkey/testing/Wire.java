package io.latchkey.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A network between the service and its database, which may lose all that is sent. */
public final class Wire implements AutoCloseable {

    private final int target;
    private final ServerSocket server;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final Lock lock = new ReentrantLock();
    private final Condition mended = lock.newCondition();
    private volatile boolean swallows;
    private final AtomicInteger age = new AtomicInteger();

    /** Listens on a port of its own, and leads to this port. */
    public Wire(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::listen);
    }

    /** The address through it. */
    public String through(String url) {
        URI uri = URI.create(url);
        return url.replace("@" + uri.getHost() + ":" + uri.getPort(), "@127.0.0.1:" + server.getLocalPort());
    }

    /** Loses what is sent from now on, and says nothing about it. */
    public void swallow() {
        swallows = true;
    }

    /** Carries new connections again; of those that are there nothing is heard any more. */
    public void mend() {
        lock.lock();
        try {
            age.incrementAndGet();
            swallows = false;
            mended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no connection is left on it, and whoever held one knows. */
    public boolean isIdle() {
        return sockets.stream().allMatch(Socket::isClosed);
    }

    private void listen() {
        try {
            while (true) {
                Socket near = server.accept();
                sockets.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void connect(Socket near) {
        try {
            awaitMended();
            int born = age.get();
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(far);
            Thread.ofVirtual().start(() -> carry(near, far, born));
            Thread.ofVirtual().start(() -> carry(far, near, born));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitMended() throws InterruptedException {
        lock.lock();
        try {
            while (swallows) {
                mended.await();
            }
        } finally {
            lock.unlock();
        }
    }

    private void carry(Socket from, Socket to, int born) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (carries(born)) {
                    out.write(buffer, 0, read);
                }
            }
            if (carries(born)) {
                to.shutdownOutput();
            }
            if (!from.isOutputShutdown()) {
                return;
            }
        } catch (IOException e) {
            // One of them is closed.
        }
        if (carries(born)) {
            close(from);
            close(to);
        }
    }

    /** That one end has closed is lost as well. */
    private boolean carries(int born) {
        return !swallows && born == age.get();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
