/*
 * A connection to a server: each of its addresses in turn, until one takes it or the time is up.  OpenSSL would try one that refuses again and
 * again until the time is up.
 */
#include "sign/cms/cms_int.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* 0, or the errno. */
static int finish_connecting(int fd, int seconds)
{
    struct pollfd wanted = {.fd = fd, .events = POLLOUT};
    int reason = 0;
    socklen_t size = sizeof reason;
    const int ready = poll(&wanted, 1, seconds * 1000);
    if (ready <= 0)
        return ready == 0 ? ETIMEDOUT : errno;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &reason, &size) == 0 ? reason : errno;
}

static int try_address(const struct addrinfo *address, int seconds, int *ret_reason)
{
    const int fd =
        socket(address->ai_family, address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, address->ai_protocol);
    *ret_reason = fd < 0 ? errno : 0;
    if (fd < 0)
        return -1;
    if (connect(fd, address->ai_addr, address->ai_addrlen) != 0)
        *ret_reason = errno == EINPROGRESS ? finish_connecting(fd, seconds) : errno;
    if (*ret_reason == 0)
        return fd;
    close(fd);
    return -1;
}

/* What files have no words for. */
static const char *in_words(int reason)
{
    switch (reason) {
    case ETIMEDOUT:
        return "等了太久，没有连上";
    case ECONNREFUSED:
        return "那里没有这样的服务，连接被拒绝";
    case ENETUNREACH:
    case EHOSTUNREACH:
        return "网络不通";
    case ECONNRESET:
        return "连接断了";
    default:
        return file_reason(reason);
    }
}

int connect_to(const char *host, const char *port, int seconds, const char **ret_reason)
{
    const struct addrinfo wanted = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *all = NULL;
    int fd = -1, reason = EHOSTUNREACH;
    if (getaddrinfo(host, port, &wanted, &all) != 0) {
        *ret_reason = "找不到这个主机";
        return -1;
    }
    for (const struct addrinfo *address = all; address != NULL && fd < 0 && reason != ETIMEDOUT;
         address = address->ai_next)
        fd = try_address(address, seconds, &reason);
    freeaddrinfo(all);
    if (fd < 0)
        *ret_reason = in_words(reason);
    return fd;
}
