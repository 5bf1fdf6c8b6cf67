using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Relevo.Providers.Media;
using Relevo.Providers.Tests.Support;
using Relevo.Tests.Shared;

namespace Relevo.Providers.Tests.Media;

/// <summary>A client whose clock stands still, and to whom every name is the machine itself unless a test says otherwise.</summary>
internal sealed class MediaRig : IDisposable
{
    public MediaRig(long maxBytes = 100_000, params IPAddress[] addresses)
    {
        Client = new MediaClient(new MediaClientOptions { MaxBytes = maxBytes, ConnectSeconds = 30 }, Time, NullLogger<MediaClient>.Instance, (name, _) =>
        {
            Resolved.Add(name);
            return Task.FromResult(addresses.Length == 0 ? [IPAddress.Loopback] : addresses);
        });
    }

    public ManualTime Time { get; } = new();

    public MediaClient Client { get; }

    public List<string> Resolved { get; } = [];

    public static MediaSource Source(string provider, Uri? baseUrl, string? id = null, string? url = null, string? base64 = null, string? message = null) =>
        new(provider, Sample.Account(provider, baseUrl), id, url, "image/jpeg", "a.jpg", message, base64);

    public Task<MediaOutcome> OpenAsync(MediaSource source) => Client.OpenAsync(source, CancellationToken.None);

    public static async Task<byte[]> ReadAsync(MediaOutcome media)
    {
        await using (media)
        {
            using var all = new MemoryStream();
            await media.Content!.CopyToAsync(all);
            return all.ToArray();
        }
    }

    public void Dispose() => Client.Dispose();
}
