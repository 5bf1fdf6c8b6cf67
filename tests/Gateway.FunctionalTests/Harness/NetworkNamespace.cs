using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Relevo.Gateway.FunctionalTests.Harness;

/// <summary>
/// Another machine, as far as the network knows: a namespace with an address of its own behind a pair of virtual interfaces.
/// It can vanish without a word: nothing is answered any more, not even by a reset or an ICMP message, while the link of those
/// who call it stays up. Addresses are of 198.18.0.0/15, which RFC 2544 keeps for tests.
/// </summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private const string Prefix = "relevo-test-"; // + process id
    private const string LinkPrefix = "rlv"; // + process id: at most 15 characters
    private const string Inside = "wire";
    private const int BlockSize = 8; // our end, the end inside, the machine's address
    private const int Blocks = (1 << 17) / BlockSize;
    private static readonly int OwnId = Environment.ProcessId;
    private readonly string _near = AddressAt(1);
    private readonly string _far = AddressAt(2);

    private NetworkNamespace()
    {
    }

    /// <summary>Why the machine does not allow it, or null.</summary>
    public static string? WhyNot { get; private set; } =
        !Native.IsRoot ? "a network namespace needs root"
        : Tool.Find("ip") is null || Tool.Find("ss") is null ? "ip or ss of iproute2 is not installed"
        : null;

    /// <summary>Where its programs are called.</summary>
    public IPAddress Address { get; } = IPAddress.Parse(AddressAt(5));

    private static string Name => NameOf(OwnId);

    /// <summary>A machine that can be reached, or null when the system refuses; the reason is then in <see cref="WhyNot"/>.</summary>
    public static async Task<NetworkNamespace?> CreateAsync()
    {
        if (WhyNot is not null)
        {
            return null;
        }

        await RemoveLeftoversAsync();
        var created = new NetworkNamespace();
        try
        {
            await created.BuildAsync();
            return created;
        }
        catch (InvalidOperationException refused)
        {
            await created.DisposeAsync();
            WhyNot = $"a network namespace cannot be set up here: {refused.Message.Trim()}";
            return null;
        }
    }

    /// <summary>
    /// A listener of this process that stands in the namespace, and so do the connections it accepts: a socket belongs for its
    /// whole life to the network of the thread that created it.
    /// </summary>
    public Task<Socket> ListenAsync() => Task.Factory.StartNew(Listen, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>It vanishes: what comes for its address falls into a black hole, and nothing can leave from there.</summary>
    public Task VanishAsync() => IpAsync("-n", Name, "address", "del", $"{Address}/32", "dev", "lo");

    /// <summary>It is back, with every connection it remembers.</summary>
    public Task ReturnAsync() => IpAsync("-n", Name, "address", "add", $"{Address}/32", "dev", "lo");

    /// <summary>
    /// Connections to it that this side still knows, a line each, from the kernel. Those that are only asked for are none yet,
    /// and those that both ends have closed are none any more.
    /// </summary>
    /// <param name="closedToo">Also those that no program holds any more, of which the kernel still tries to tell the other end.</param>
    public async Task<IReadOnlyList<string>> ConnectionsAsync(bool closedToo = false)
    {
        string[] others = ["SYN-SENT", "TIME-WAIT", .. (string[])(closedToo ? [] : ["FIN-WAIT", "LAST-ACK", "CLOSING"])];
        return [.. (await Tool.RunAsync("ss", "-Htan", "dst", Address.ToString())).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !Array.Exists(others, state => line.StartsWith(state, StringComparison.Ordinal)))];
    }

    public ValueTask DisposeAsync() => new(RemoveAsync(OwnId));

    private Socket Listen()
    {
        using var ours = File.OpenHandle("/proc/thread-self/ns/net", share: FileShare.ReadWrite);
        using var theirs = File.OpenHandle("/var/run/netns/" + Name, share: FileShare.ReadWrite);
        Native.EnterNetwork(theirs);
        try
        {
            return TcpProxy.Listen(Address);
        }
        finally
        {
            Native.EnterNetwork(ours);
        }
    }

    /// <summary>The address is not the interface's own: its neighbour can still be found when it is gone, so that the silence is the peer's.</summary>
    private async Task BuildAsync()
    {
        var link = LinkOf(OwnId);
        await IpAsync("netns", "add", Name);
        await IpAsync("link", "add", link, "type", "veth", "peer", "name", Inside, "netns", Name);
        await IpAsync("address", "add", _near + "/30", "dev", link);
        await IpAsync("-n", Name, "address", "add", _far + "/30", "dev", Inside);
        await IpAsync("link", "set", link, "up");
        await IpAsync("-n", Name, "link", "set", Inside, "up");
        await IpAsync("-n", Name, "link", "set", "lo", "up");
        await IpAsync("route", "add", $"{Address}/32", "via", _far);
        await IpAsync("-n", Name, "route", "add", "blackhole", $"{Address}/32"); // what holds once the address is gone
        await ReturnAsync();
    }

    /// <summary>Names carry the process that made them: what one left behind that is dead, or had our id before us, goes.</summary>
    private static async Task RemoveLeftoversAsync()
    {
        foreach (var line in (await Tool.TryRunAsync("ip", "netns", "list")).Output.Split('\n'))
        {
            if (line.StartsWith(Prefix, StringComparison.Ordinal)
                && int.TryParse(line[Prefix.Length..].Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && (id == OwnId || !Directory.Exists($"/proc/{id}")))
            {
                await RemoveAsync(id);
            }
        }
    }

    /// <summary>The link first: a namespace lives on as long as a socket in it.</summary>
    private static async Task RemoveAsync(int id)
    {
        await Tool.TryRunAsync("ip", "link", "del", LinkOf(id));
        await Tool.TryRunAsync("ip", "netns", "del", NameOf(id));
    }

    private static async Task IpAsync(params string[] arguments) => await Tool.RunAsync("ip", arguments);

    private static string NameOf(int id) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{id}");

    private static string LinkOf(int id) => string.Create(CultureInfo.InvariantCulture, $"{LinkPrefix}{id}");

    private static string AddressAt(int place)
    {
        var offset = (OwnId % Blocks * BlockSize) + place;
        return string.Create(CultureInfo.InvariantCulture, $"198.{18 + (offset >> 16)}.{(offset >> 8) & 255}.{offset & 255}");
    }
}
