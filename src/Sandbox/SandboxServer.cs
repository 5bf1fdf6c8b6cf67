using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Relevo.Sandbox.Bird;
using Relevo.Sandbox.BirdV1;
using Relevo.Sandbox.Calls;
using Relevo.Sandbox.Evolution;
using Relevo.Sandbox.Incoming;
using Relevo.Sandbox.Media;
using Relevo.Sandbox.Meta;
using Relevo.Sandbox.Numbers;
using Relevo.Sandbox.Records;
using Relevo.Sandbox.Script;
using Relevo.Sandbox.Webhooks;

namespace Relevo.Sandbox;

/// <summary>
/// Plays the providers: takes sends over HTTP as they do, posts their webhooks, and misbehaves as its script says.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(2);

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly CancellationTokenSource _stop = new();
    private readonly SandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CallHandler _handler;
    private readonly IncomingDesk _incoming;
    private readonly KestrelServer _server;
    private Uri? _url;
    private int _disposed;

    /// <summary>Creates it; nothing listens before <see cref="StartAsync"/>.</summary>
    /// <param name="options">Numbers, limits, rules.</param>
    /// <param name="time">Clock of records, limits, delays and signatures.</param>
    /// <param name="logger">Told when it starts and when webhooks are given up; null for nobody.</param>
    /// <exception cref="ArgumentException">The options contradict themselves; the message names every mistake.</exception>
    public SandboxServer(SandboxOptions options, TimeProvider time, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        OptionsCheck.Throw(options);
        (_options, _time, _logger) = (options, time, logger ?? NullLogger.Instance);
        Script = new SandboxScript(options.Seed, time);
        Script.Replace(options.Rules);
        Sends = new SandboxRecords(options.MaxRecords);
        Webhooks = new SandboxWebhooks(options, time, _logger);
        ProviderFace[] faces = [new MetaFace(), new BirdFace(), new BirdV1Face(), new EvolutionFace()];
        var router = new CallRouter([.. options.Numbers.Select(number => State(number, faces))], faces);
        var (ids, keys) = (new IdSource(), new IdempotencyKeys(time));
        var judge = new CallJudge(options, Script, Sends, Webhooks, router, ids, keys, time, _logger);
        _handler = new CallHandler(router, judge, new CallPlayer(Webhooks, keys, time), Script, Media, () => Url);
        _incoming = new IncomingDesk(router, Media, Webhooks, ids, _handler.MediaUrl, time);
        _server = Server(options);
    }

    /// <summary>The base address of every provider's API, without a slash at its end in text; known once it is started.</summary>
    /// <exception cref="InvalidOperationException">It is not started.</exception>
    public Uri Url => _url ?? throw new InvalidOperationException("The sandbox is not started.");

    /// <summary>The rules; they can be changed while it runs.</summary>
    public SandboxScript Script { get; }

    /// <summary>Every send that arrived.</summary>
    public SandboxRecords Sends { get; }

    /// <summary>The webhooks it posts.</summary>
    public SandboxWebhooks Webhooks { get; }

    /// <summary>The media files that can be fetched from it.</summary>
    public SandboxMedia Media { get; } = new();

    /// <summary>Begins to listen. The script's time counts from here.</summary>
    /// <exception cref="IOException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        await _server.StartAsync(new SandboxHttp(_handler, new IncomingCalls(_incoming, _options.Numbers), _stop.Token), stop);
        _url = new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Script.Begin();
        Webhooks.Start();
        _incoming.Schedule(_options.Incoming);
        SandboxLog.Started(_logger, _options.Numbers.Count, _url);
    }

    /// <summary>A customer writes a text to a number; posted now and once.</summary>
    /// <param name="numberKey">The provider's own name of the number.</param>
    /// <param name="contact">The customer's phone, <c>+</c> and digits.</param>
    /// <param name="text">What is written.</param>
    /// <param name="stop">Ends the wait for the answer.</param>
    /// <returns>The HTTP status that the webhook was answered with.</returns>
    /// <exception cref="ArgumentException">There is no such number, or it has no webhook.</exception>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    /// <exception cref="TimeoutException">Nobody answered in time.</exception>
    public Task<int> PostInboundAsync(string numberKey, string contact, string text, CancellationToken stop) =>
        PostInboundAsync(numberKey, new SandboxInbound { Contact = contact, Text = text }, stop);

    /// <summary>A customer writes to a number; posted now and once.</summary>
    /// <returns>The HTTP status that the webhook was answered with.</returns>
    /// <exception cref="ArgumentException">There is no such number, it has no webhook, or there is no such media file.</exception>
    /// <exception cref="HttpRequestException">Nobody answered.</exception>
    /// <exception cref="TimeoutException">Nobody answered in time.</exception>
    public async Task<int> PostInboundAsync(string numberKey, SandboxInbound inbound, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(inbound);
        return (await _incoming.PostAsync(numberKey, inbound, stop)).Status;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _stop.CancelAsync(); // First, or those who hang would be waited for.
        using (var late = new CancellationTokenSource(StopPatience, TimeProvider.System))
        {
            await _server.StopAsync(late.Token);
        }

        await Webhooks.DisposeAsync();
        _server.Dispose();
        await _services.DisposeAsync();
        _stop.Dispose();
    }

    private NumberState State(SandboxNumber number, ProviderFace[] faces)
    {
        var state = new NumberState(number, Array.Find(faces, face => face.Name == number.Provider)!, _time);
        state.Batch = state.Face is MetaFace ? new BatchLine(state, _options.MaxWaitingWebhooks, _time) : null;
        return state;
    }

    private KestrelServer Server(SandboxOptions options)
    {
        var kestrel = new KestrelServerOptions { ApplicationServices = _services, AddServerHeader = false };
        kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        kestrel.Limits.MinResponseDataRate = null; // Callers that read slowly, and our own drip, are part of the play.
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        return new KestrelServer(Options.Create(kestrel), sockets, NullLoggerFactory.Instance);
    }
}
