using System.Net;
using System.Net.Sockets;
using Relevo.Providers.Transport;

namespace Relevo.Providers.Media;

/// <summary>
/// Connects to the open internet only. The judged address itself is what it connects to, so that a name which resolves
/// differently a moment later gains nothing.
/// </summary>
internal sealed class GuardedConnect(Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    internal async ValueTask<Stream> OpenAsync(DnsEndPoint endPoint, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(endPoint.Host, out var literal) ? [literal] : await resolve(endPoint.Host, cancellation);

        // One inside address among others is enough: whoever answers so is not to be trusted with the rest.
        if (Array.Exists(addresses, address => !PublicAddress.Is(address)))
        {
            throw new RefusedAddressException();
        }

        SocketException? failure = null;
        foreach (var address in addresses)
        {
            var socket = OutboundHandler.NewSocket(address.AddressFamily);
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, endPoint.Port), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException error)
            {
                socket.Dispose();
                failure = error;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }
}
